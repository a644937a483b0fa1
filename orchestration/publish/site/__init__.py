"""The static site: pages written from one release's serving database, and nothing else.

Here: what a page says and how it is drawn. Not here: any judgement (marts decide it), SQL
(reports/queries) or markup (reports/templates).
"""

from orchestration.publish.site.writing import SiteSummary, write_site

__all__ = ["SiteSummary", "write_site"]
