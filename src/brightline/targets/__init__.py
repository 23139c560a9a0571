"""The product under test, however it is reached: a conversation in, a reply or a fault out."""
