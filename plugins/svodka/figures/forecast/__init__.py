"""What a running quarter comes to at its end if everything goes on as in the last weeks: numerator and denominator."""
