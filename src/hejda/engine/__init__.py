"""The only place that imports an engine, reads deliveries, links records or fits models."""
