"""What broke in, a changed system prompt and the paired proof of what it does out."""
