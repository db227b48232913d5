"""Human help: cases, claiming them, who is on duty."""
