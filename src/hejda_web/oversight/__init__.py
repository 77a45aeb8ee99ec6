"""Looking after the lookers: alerts about conflicts, the yearly review of need, the log and its witnesses."""
