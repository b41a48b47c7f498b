"""Quality of answers: a few answers of each executor drawn a week, marked by the head with a checklist."""
