"""Paths in portable SQL: from touches and conversions to the steps of each journey, on any engine.

A journey of a visitor ends at a conversion and takes the touches since the conversion before it that are no older than
the look-back; a touch at the same moment came before. Touches that led nowhere, or too early, are journeys that did not
reach the goal; one of them ends where the next touch is further away than the look-back. Touches of one channel
that follow each other within the session's minutes count once.

Parameters: ``:start``, ``:end`` (half-open), ``:goal``, ``:lookback_days``, ``:session_minutes`` (0: all count).
"""

from __future__ import annotations

_WITH = """
with kinds as (
    select channel, row_number() over (order by channel) - 1 as code
    from (select distinct channel from touches where touched_at >= :start and touched_at < :end) as c),
people as (
    select visitor_key, row_number() over (order by visitor_key nulls last) as visitor
    from (select distinct visitor_key from touches
          where visitor_key is not null and touched_at >= :start and touched_at < :end) as v),
moments as (
    select p.visitor, t.touched_at as moment, 0 as reached, k.code, t.touch_id as mark
    from touches t join people p on p.visitor_key = t.visitor_key join kinds k on k.channel = t.channel
    where t.touched_at >= :start and t.touched_at < :end
    union all
    select p.visitor, c.converted_at, 1, -1, c.conversion_id
    from conversions c join people p on p.visitor_key = c.visitor_key
    where c.goal = :goal and c.converted_at >= :start and c.converted_at < :end),
looked as (
    select m.*,
           lag(m.moment) over (partition by m.visitor order by m.moment, m.reached nulls last, m.mark) as last_moment,
           lag(m.code) over (partition by m.visitor order by m.moment, m.reached nulls last, m.mark) as last_code,
           coalesce(sum(m.reached) over (partition by m.visitor order by m.moment, m.reached nulls last, m.mark
                                         rows between unbounded preceding and 1 preceding), 0) as won
    from moments m),
placed as (
    select l.*, max(case when l.reached = 1 then l.moment end) over (partition by l.visitor, l.won) as ended_at,
           sum(case when l.moment > l.last_moment + :lookback_days * interval '1' day then 1 else 0 end)
               over (partition by l.visitor order by l.moment, l.reached nulls last, l.mark
                     rows between unbounded preceding and current row) as gaps
    from looked l),
steps as (
    select s.*, case when s.ended_at is not null and s.moment >= s.ended_at - :lookback_days * interval '1' day
                     then s.won + 1 else -1 - s.won - s.gaps end as journey
    from placed s
    where s.reached = 0 and not coalesce(
        s.last_code = s.code and s.moment < s.last_moment + :session_minutes * interval '1' minute
        and (s.ended_at is null or s.last_moment >= s.ended_at - :lookback_days * interval '1' day
             or s.moment < s.ended_at - :lookback_days * interval '1' day), 1 = 0))
"""

CHANNELS = """
select channel, row_number() over (order by channel) - 1 as code
from (select distinct channel from touches where touched_at >= :start and touched_at < :end) as c
order by code nulls last
"""
"""The name of each code; the engine's own order of letters, as in ``STEPS``."""

STEPS = (
    _WITH
    + """
select visitor, journey, code,
       case when journey > 0 then extract(day from ended_at - moment) * 24e0 + extract(hour from ended_at - moment)
            + extract(minute from ended_at - moment) / 60e0 else 0e0 end as hours
from steps order by visitor nulls last, moment nulls last, mark nulls last
"""
)
"""A row a touch, in order: visitor (from 1), journey (above 0: reached the goal), code of channel, hours to the end."""

TRANSITIONS = (
    _WITH
    + """,
onward as (
    select visitor, journey, code,
           lag(code) over (partition by visitor, journey order by moment, mark) as earlier,
           lead(code) over (partition by visitor, journey order by moment, mark) as later
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

WORTH = (
    _WITH
    + """
select n.visitor, n.won + 1 as journey, c.value_minor, c.currency
from looked n join people p on p.visitor = n.visitor
join conversions c on c.visitor_key = p.visitor_key and c.conversion_id = n.mark and c.goal = :goal
    and c.converted_at = n.moment
where n.reached = 1 order by visitor nulls last, journey nulls last
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
    "steps": STEPS,
    "transitions": TRANSITIONS,
    "worth": WORTH,
    "costs": COSTS,
    "without a way": WITHOUT_A_WAY,
}
