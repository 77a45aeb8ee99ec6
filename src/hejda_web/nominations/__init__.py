"""From a proposal to a person's decision: own judgement, reveal, two votes, and the listing with its ground."""
