"""Who may do what: roles of logins, what each role may, the journal of looks at personal data."""
