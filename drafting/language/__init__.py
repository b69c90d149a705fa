"""What holds for any Chinese text, whatever it tells: its sentences, how alike two texts are, 文号, encodings."""
