"""The Swiss QR-bill (SIX, implementation guidelines 2.3): its payload, its references and its payment part."""
