"""The scikit-learn half: from a quote and a state to a tone. Never imports spaCy."""
