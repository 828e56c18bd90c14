"""Surveys among colleagues: questions, who is asked, answers on the phone, and what came out."""
