"""Paths in portable SQL: from touches and conversions to the steps of each journey, on any engine.

A journey of a visitor ends at a conversion and takes the touches since the conversion before it that are no older than
the look-back; a touch at the same moment came before. Touches that led nowhere, or too early, are journeys that did not
reach the goal; one of them ends where the next touch is further away than the look-back. Touches of one channel
that follow each other within the session's minutes count once.

Parameters: ``:start``, ``:end`` (half-open), ``:goal``, ``:lookback_days``, ``:session_minutes`` (0: all count).
"""

from __future__ import annotations

_KINDS = """
with kinds as (
    select channel, row_number() over (order by channel) - 1 as code
    from (select distinct channel from touches where touched_at >= :start and touched_at < :end) as c)"""
_TOLD = """,
goals as (
    select c.visitor_key, c.converted_at as moment, c.value_minor, c.currency,
           0 - row_number() over (order by c.converted_at, c.conversion_id, c.source_tool) as code
    from conversions c
    where c.goal = :goal and c.converted_at >= :start and c.converted_at < :end),
told as (
    select t.visitor_key, t.touched_at as moment, k.code
    from touches t join kinds k on k.channel = t.channel
    where t.touched_at >= :start and t.touched_at < :end
    union all
    select visitor_key, moment, code from goals)"""
_COUNTED = """,
people as (
    select visitor_key, row_number() over (order by visitor_key nulls last) as visitor
    from (select distinct visitor_key from touches
          where visitor_key is not null and touched_at >= :start and touched_at < :end) as v),
moments as (
    select p.visitor, a.moment, a.code from told a join people p on p.visitor_key = a.visitor_key)"""
_BY_KEY = """,
moments as (
    select key_number(a.visitor_key) as visitor, a.moment, a.code from told a where a.visitor_key is not null)"""
_STEPS = """,
looked as (
    select m.*,
           lag(m.moment) over (partition by m.visitor order by m.moment, m.code desc nulls last) as last_moment,
           lag(m.code) over (partition by m.visitor order by m.moment, m.code desc nulls last) as last_code,
           count(case when m.code < 0 then 1 end) over (
               partition by m.visitor order by m.moment, m.code desc nulls last
               rows between unbounded preceding and current row) as won,
           min(case when m.code < 0 then m.moment end) over (
               partition by m.visitor order by m.moment, m.code desc nulls last
               rows between current row and unbounded following) as ended_at
    from moments m),
placed as (
    select l.*, count(case when l.moment > l.last_moment + :lookback_days * interval '1' day then 1 end) over (
               partition by l.visitor order by l.moment, l.code desc nulls last
               rows between unbounded preceding and current row) as gaps
    from looked l),
steps as (
    select s.visitor, s.moment, s.code, s.ended_at,
           case when s.moment >= s.ended_at - :lookback_days * interval '1' day
                then s.won + 1 else -1 - s.won - s.gaps end as journey
    from placed s
    where s.code >= 0 and not coalesce(
        s.last_code = s.code and s.moment < s.last_moment + :session_minutes * interval '1' minute
        and (s.ended_at is null or s.last_moment >= s.ended_at - :lookback_days * interval '1' day
             or s.moment < s.ended_at - :lookback_days * interval '1' day), 1 = 0))
"""
# A goal's code is below 0, so that touches at its moment come before it; touches of one channel at one moment are
# alike, so that the order is whole without their numbers.
_WITH = _KINDS + _TOLD + _COUNTED + _STEPS
_WITH_KEYS = _KINDS + _TOLD + _BY_KEY + _STEPS

CHANNELS = """
select channel, row_number() over (order by channel) - 1 as code
from (select distinct channel from touches where touched_at >= :start and touched_at < :end) as c
order by code nulls last
"""
"""The name of each code; the engine's own order of letters, as in ``STEPS``."""

MOMENTS = (
    _KINDS
    + """
select a.visitor, a.moment, a.code
from (select key_number(t.visitor_key) as visitor, t.touched_at as moment, k.code
      from touches t join kinds k on k.channel = t.channel
      where t.visitor_key is not null and t.touched_at >= :start and t.touched_at < :end
      union all
      select key_number(c.visitor_key) as visitor, c.converted_at as moment, -1 as code
      from conversions c
      where c.visitor_key is not null and c.goal = :goal and c.converted_at >= :start and c.converted_at < :end) as a
order by visitor nulls last, moment nulls last, code desc nulls last
"""
)
"""Touches and goals in the order in which ``moments.py`` makes journeys of them: visitor (the number of the key),
moment, and the channel's code, or -1 for a goal. Nobody is joined by a key and nothing sorted that is not short."""

GOALS = """
select key_number(c.visitor_key) as visitor, c.converted_at as moment, c.conversion_id, c.source_tool, c.value_minor,
       c.currency
from conversions c
where c.visitor_key is not null and c.goal = :goal and c.converted_at >= :start and c.converted_at < :end
order by visitor nulls last, moment nulls last, conversion_id nulls last, source_tool nulls last
"""
"""What the goals of ``MOMENTS`` are worth, in the order in which ``moments.py`` counts them."""

STEPS = (
    _WITH
    + """
select visitor, journey, code,
       case when journey > 0 then extract(day from ended_at - moment) * 24e0 + extract(hour from ended_at - moment)
            + extract(minute from ended_at - moment) / 60e0 else 0e0 end as hours
from steps order by visitor nulls last, moment nulls last, code desc nulls last
"""
)
"""A row a touch, in order: visitor (from 1), journey (above 0: reached the goal), code of channel, hours to the end."""

TRANSITIONS = (
    _WITH_KEYS
    + """,
onward as (
    select visitor, journey, code,
           lag(code) over (partition by visitor, journey order by moment nulls last, code desc nulls last) as earlier,
           lead(code) over (partition by visitor, journey order by moment nulls last, code desc nulls last) as later
    from steps)
select coalesce(earlier, -1) as origin, code as target, count(*) as steps
from onward group by coalesce(earlier, -1), code
union all
select code, case when journey > 0 then -2 else -3 end, count(*) from onward
where later is null group by code, case when journey > 0 then -2 else -3 end
order by origin nulls last, target nulls last
"""
)
"""How often each step of order 1 was made: origin -1 is the start, target -2 the goal, -3 its being missed."""

PATHS = (
    _WITH_KEYS
    + """,
placed_steps as (
    select visitor, journey, code,
           row_number() over (partition by visitor, journey order by moment nulls last, code desc nulls last) as place
    from steps),
paths as (
    select case when journey > 0 then 1 else 0 end as reached, count(*) as touches,
           mod(sum(mod((code + 1) * mod(place * place * 48271 + place * 69621, 1000003), 1000003)), 10007) as digest
    from placed_steps group by visitor, journey)
select reached, touches, digest, count(*) as journeys
from paths group by reached, touches, digest order by reached nulls last, touches nulls last, digest nulls last
"""
)
"""How many journeys took each path, told by its length and a digest of its channels and their order (0 to 10006)."""

WORTH = (
    _WITH
    + """
select n.visitor, n.won as journey, g.value_minor, g.currency
from looked n join goals g on g.code = n.code order by visitor nulls last, journey nulls last
"""
)
"""What each journey that ended at the goal was worth, as the tool says, by visitor and journey of ``STEPS``."""

COSTS = """
select channel, currency, sum(cost_minor) as cost_minor, count(cost_minor) as priced, count(*) as touches
from touches where touched_at >= :start and touched_at < :end
group by channel, currency order by channel, currency nulls last
"""
"""What the touches of each channel cost, where the tools say so; ``priced`` of ``touches`` have a cost."""

WITHOUT_A_WAY = """
select count(*) as conversions, sum(case when c.visitor_key is null then 1 else 0 end) as nobody
from conversions c
where c.goal = :goal and c.converted_at >= :start and c.converted_at < :end
  and not exists (select t.touch_id from touches t
                  where t.visitor_key = c.visitor_key and t.touched_at <= c.converted_at
                  and t.touched_at >= c.converted_at - :lookback_days * interval '1' day
                  and t.touched_at >= :start and t.touched_at < :end)
"""
"""Conversions that no touch came before in time, and how many have no visitor: nothing is credited with them."""

QUERIES = {
    "channels": CHANNELS,
    "moments": MOMENTS,
    "goals": GOALS,
    "steps": STEPS,
    "transitions": TRANSITIONS,
    "paths": PATHS,
    "worth": WORTH,
    "costs": COSTS,
    "without a way": WITHOUT_A_WAY,
}
