"""Measuring: questions with what is expected of the response, put to a service, judged and reported."""
