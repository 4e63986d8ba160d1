"""A copy as a page people can read in any browser, without a network: headings, facts and texts out of the gathered data."""
