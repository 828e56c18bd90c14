"""What makes documents and public pages the company's own: logo, color, footer, paper size."""
