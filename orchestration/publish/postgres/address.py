"""Where the server is: an address, completed from the environment.

Here: which variables count, and what every connection asks for. Not here: the connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from orchestration.publish.postgres.errors import PostgresError

URL_VARIABLE = "VITALS_POSTGRES_URL"
# Any of these tells libpq enough; it also reads PGUSER, PGPASSWORD, PGPORT and ~/.pgpass.
_LIBPQ = ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_WANTED = {"connect_timeout": "10", "application_name": "vital-signs"}
_SCHEMES = frozenset({"postgresql", "postgres"})


def address(given: str | None, environment: Mapping[str, str]) -> str:
    """The address as libpq reads it, from the option or the environment; TLS where it is far."""
    url = given or environment.get(URL_VARIABLE)
    if not url and any(environment.get(name) for name in _LIBPQ):
        url = "postgresql://"
    if not url:
        raise PostgresError(
            f"No server is named: neither --url nor {URL_VARIABLE} nor PGHOST is set.",
            f"Set {URL_VARIABLE}=postgresql://user@host:5432/database, and PGPASSWORD beside it.",
        )
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in _SCHEMES:
        raise PostgresError(
            "The server's address cannot be read: it does not begin with postgresql://.",
            "Write it as postgresql://user@host:5432/database, special characters "
            "percent-encoded, and keep the password in PGPASSWORD.",
        )
    options = parse_qs(parts.query, keep_blank_values=True)
    host = (options.get("host") or [host])[0] or environment.get("PGHOST", "")
    wanted = dict(_WANTED)
    if not _is_near(host) and not environment.get("PGSSLMODE"):
        wanted["sslmode"] = "require"
    more = {name: value for name, value in wanted.items() if name not in options}
    query = "&".join(filter(None, [parts.query, urlencode(more)]))
    # urlunsplit leaves the slashes out where no host is named.
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{query}"


def _is_near(host: str) -> bool:
    return not host or host in _LOOPBACK or unquote(host).startswith("/")
