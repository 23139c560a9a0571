"""What Sprout recognises, and what it says to it, by rule of its policy."""
