"""What comes back about a mail: reports on delivery, answers, a person's word; and what follows for the outbox."""
