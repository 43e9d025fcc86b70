"""Whether the site is well, for machines: /healthz, /metrics, and a line in the log for each request."""
