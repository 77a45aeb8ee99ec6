"""From a proposal to a person's decision: own judgement, reveal, two votes, the listing with its ground."""
