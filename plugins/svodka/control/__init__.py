"""Every morning: what is overdue, what will be, how yesterday compares, how fresh the data are."""
