"""The pages of campaigns."""

from __future__ import annotations

from salesapp.marketing.models import CAMPAIGN
from salesapp.records.screens import record_screens

campaigns = record_screens(CAMPAIGN)
