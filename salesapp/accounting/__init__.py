"""What bookkeepers and tax offices ask for, derived from documents and payments: nothing is posted a second time."""
