from tests.invoices.conftest import finn, german, house

__all__ = ["finn", "german", "house"]
