"""E-mails that did not arrive: whoever sent one is told, corrects the address and sends it again."""
