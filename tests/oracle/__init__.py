"""An independent reckoning of all figures with pandas, written from the domain's rules and not from the SQL."""
