"""What is done at each step of the builder, by the word that its form sends."""
