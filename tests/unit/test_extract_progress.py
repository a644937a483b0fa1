"""A reader may say something with every page; who listens hears it now and then."""

from __future__ import annotations

from orchestration.extract.progress import now_and_then


def test_messages_come_no_closer_than_the_pause() -> None:
    heard: list[str] = []
    moments = iter([0.0, 1.9, 2.0, 2.0, 3.9, 4.1, 4.1])
    tell = now_and_then(heard.append, clock=lambda: next(moments))
    for message in ("too soon", "first", "again too soon", "second"):
        tell(message)
    assert heard == ["first", "second"]
