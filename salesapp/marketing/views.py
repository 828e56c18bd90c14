"""The pages of campaigns and competitors."""

from __future__ import annotations

from salesapp.marketing.competitors import COMPETITOR
from salesapp.marketing.models import CAMPAIGN
from salesapp.records.screens import record_screens

campaigns = record_screens(CAMPAIGN)
competitors = record_screens(COMPETITOR)
