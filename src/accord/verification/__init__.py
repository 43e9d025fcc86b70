"""Did it pay? Each promise is measured on its due date by the analysis that found it."""
