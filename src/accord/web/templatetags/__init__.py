"""Tags for django-allauth's pages."""
