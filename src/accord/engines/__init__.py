"""Where SQL runs: DuckDB, PostgreSQL, Spark, and the words that SQL may use."""
