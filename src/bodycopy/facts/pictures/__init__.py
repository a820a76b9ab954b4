"""What stands between the paragraphs: images with caption and credit, embeds, corrections."""
