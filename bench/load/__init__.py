"""A whole site under load: a hundred people at their pages while a million rows come in and are analysed."""
