"""Which tax rate a line of a draft is proposed, why, and who may choose another reason for taxing nothing."""
