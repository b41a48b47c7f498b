"""Who answers for what on either side, over time (the decree, I.3 and annex 2)."""
