"""Queries that use every allowed word, each with a total order, over the made-up tables."""

from __future__ import annotations

from datetime import date, datetime

from accord.engines.base import Value

GIVEN: dict[str, Value] = {
    "history_start": datetime(2026, 1, 1),
    "start": datetime(2026, 1, 8),
    "end": datetime(2026, 1, 22, 12, 30, 0, 250_000),
    "day": date(2026, 1, 12),
    "n": 7,
    "share": 0.25,
    "word": 'It\'s "number" 1\n\t\\',
    "yes": True,
    "nothing": None,
}

QUERIES: dict[str, str] = {
    "parameters": """
        select :start as moment, :end as late, :day as day, :n as n, :share as share, :word as word, :yes as yes,
               :nothing as nothing""",
    "text literals": r"""
        select 'it''s 100% :n' as a, 'back\slash\n' as b, 'äé' || '-' || '😀' as c, 'a' || null as d, '' as e""",
    "text that must survive loading": """
        select campaign_id, name, name = :word as same from campaigns order by campaign_id""",
    "minute bins of orders by segment": """
        select date_trunc('minute', ordered_at) as at_minute, segment, count(*) as n, sum(amount_minor) as amount
        from orders
        where ordered_at >= :start and ordered_at < :end and status <> 'cancelled'
        group by date_trunc('minute', ordered_at), segment
        order by at_minute nulls last, segment nulls last""",
    "sums, means and spread": """
        select channel, sum(amount_minor) as s, avg(amount_minor) as a, min(amount_minor) as low,
               max(amount_minor) as high,
               count(*) as n, count(customer_key) as keyed, count(distinct customer_key) as customers,
               sum(distinct amount_minor) as once, stddev_samp(1e0 * amount_minor) as ss,
               stddev_pop(1e0 * amount_minor) as sp,
               var_samp(1e0 * amount_minor) as vs, var_pop(1e0 * amount_minor) as vp,
               corr(1e0 * amount_minor, 3e0 * amount_minor + extract(minute from ordered_at)) as c,
               percentile_cont(0.9) within group (order by amount_minor) as p90,
               min(segment) as first_segment, max(ordered_at) as latest
        from orders group by channel order by channel nulls last""",
    "aggregates of nothing": """
        select count(*) as n, sum(amount_minor) as s, avg(amount_minor) as a, min(ordered_at) as t, max(segment) as x,
               bool_and(status = 'placed') as b, bool_or(status = 'placed') as o, stddev_samp(1e0 * amount_minor) as d
        from orders where order_id = 'none'""",
    "groups of nothing": """
        select segment, sum(amount_minor) as s, count(*) as n, max(ordered_at) as t from orders
        where order_id = 'none' group by segment""",
    "a table without files": "select payment_id, paid_at, amount_minor, status from payments order by payment_id",
    "every column of a table": "select i.* from incidents i order by i.incident_id",
    "filter": """
        select service, count(*) filter (where planned) as planned, sum(1) filter (where severity = '1') as worst,
               bool_and(planned) as always, bool_or(ended_at is null) as open
        from incidents group by service having count(*) > 1 order by service""",
    "division": """
        select a.service, 1e0 * sum(a.good) / nullif(sum(a.total), 0) as share, 1e0 * sum(a.seconds) / 86400 as days,
               sum(a.seconds) / 7e0 as sevenths, 1e0 * 1 / 3000000 as small, 2.5e-3 * count(*) as scaled,
               avg(a.seconds) / nullif(avg(a.total), 0) as means
        from availability a group by a.service order by a.service""",
    "a share of nothing is missing": """
        select a.at,
               1e0 * a.good / nullif(a.total, 0) as share from availability a where a.total = 0 order by a.at""",
    "whole numbers": """
        select order_id, cast(floor(1e0 * amount_minor / 100) as bigint) as down,
               cast(ceil(1e0 * amount_minor / 100) as bigint) as up,
               cast(floor(1e0 * amount_minor / 100 + 0.5e0) as bigint) as near, mod(amount_minor, 100) as rest,
               abs(amount_minor) as size, -amount_minor as minus, amount_minor * 3 - 1 as sum
        from orders where amount_minor < 0 order by order_id""",
    "missing values": """
        select order_id, coalesce(segment, channel, 'other') as s, nullif(segment, 'DE') as n,
               greatest(amount_minor, 0, null) as high, least(amount_minor, 0, null) as low,
               segment is null as no, segment is distinct from 'DE' as other,
               segment is not distinct from null as same,
               cast(null as varchar(20)) as empty, case when segment = 'DE' then 1 end as one,
               case channel when 'web' then 'w' when 'app' then 'a' else '?' end as letter
        from orders order by order_id""",
    "missing values first and last": """
        select segment, channel, count(*) as n from orders group by segment, channel
        order by segment desc nulls first, channel nulls last""",
    "text order is by code point": """
        select distinct segment from orders where segment < 'é' or segment > 'a' order by segment nulls last""",
    "text functions": """
        select name, length(name) as n, trim('  x  ') as t, trim(both 'x' from 'xxaxx') as b,
               substring(name, 2, 3) as s,
               substring(name from 3 for 2) as f, position('number' in name) as p, replace(name, 'number', 'no.') as r
        from campaigns where name like 'It%' and not name like '%9%' and campaign_id in ('k0', 'k1', 'k2')
        order by name""",
    "parts of a time": """
        select ordered_at, extract(year from ordered_at) as y, extract(quarter from ordered_at) as q,
               extract(month from ordered_at) as m, extract(week from ordered_at) as w,
               extract(day from ordered_at) as d,
               extract(doy from ordered_at) as doy, extract(hour from ordered_at) as h,
               extract(minute from ordered_at) as mi
        from orders order by ordered_at, order_id limit 500""",
    "truncated times": """
        select distinct date_trunc('second', starts_at) as s, date_trunc('minute', starts_at) as mi,
               date_trunc('hour', starts_at) as h, date_trunc('day', starts_at) as d,
               date_trunc('week', starts_at) as w,
               date_trunc('month', starts_at) as m, date_trunc('quarter', starts_at) as q,
               date_trunc('year', starts_at) as y
        from calendar order by s""",
    "days": """
        select day, day + interval '1' day as next, day - interval '1' month as before,
               date_trunc('week', day) as monday,
               cast(day as timestamp) as midnight, extract(day from cast(day as timestamp) - :start) as since,
               day >= date '2026-01-10' as later, day < :day as earlier
        from rates order by day""",
    "the day of the week, Monday is 0": """
        select extract(day from date_trunc('day', ordered_at) - date_trunc('week', ordered_at)) as weekday,
               count(*) as n
        from orders group by extract(day from date_trunc('day', ordered_at) - date_trunc('week', ordered_at))
        order by weekday nulls last""",
    "length of time": """
        select incident_id, ended_at - started_at > interval '90' minute as long,
               extract(day from ended_at - started_at) * 1440 + extract(hour from ended_at - started_at) * 60
                   + extract(minute from ended_at - started_at) as minutes,
               extract(hour from started_at - ended_at) as negative
        from incidents order by incident_id""",
    "steps of time": """
        select a.at, a.at + interval '1' second * a.seconds as until, a.at - interval '2' hour as before,
               a.at + interval '15' minute * :n as later, a.at + interval '1' month as month,
               cast(a.at as date) as day, timestamp '2026-02-01 00:00:00' - interval '1' day as fixed
        from availability a order by a.at""",
    "quarter hours": """
        select date_trunc('hour', ordered_at)
                   + interval '15' minute * cast(floor(extract(minute from ordered_at) / 15e0) as bigint) as quarter,
               count(*) as n
        from orders
        group by date_trunc('hour', ordered_at)
                   + interval '15' minute * cast(floor(extract(minute from ordered_at) / 15e0) as bigint)
        order by quarter nulls last""",
    "orders during incidents": """
        select i.incident_id, count(o.order_id) as orders, sum(o.amount_minor) as amount
        from incidents i left join orders o on o.ordered_at >= i.started_at and o.ordered_at < i.ended_at
        group by i.incident_id order by i.incident_id nulls last""",
    "numbers of keys": """
        select count(*) as n, count(key_number(customer_key)) as keyed, count(distinct customer_key) as customers,
               count(distinct key_number(customer_key)) as numbers, bool_and(key_number(customer_key) >= 0) as positive
        from orders""",
    "a join by numbers of keys": """
        select a.order_id, count(*) as orders
        from orders a join orders b on key_number(a.customer_key) = key_number( b.customer_key )
        group by a.order_id order by a.order_id""",
    "joins": """
        select c.campaign_id, c.starts_at, sum(r.cost_minor) as cost, count(distinct e.entry_id) as entries
        from campaigns c
        full join campaign_results r on r.campaign_id = c.campaign_id
        cross join calendar e
        where e.starts_at < c.ends_at and e.ends_at > c.starts_at
        group by c.campaign_id, c.starts_at order by c.campaign_id nulls last""",
    "using": """
        select service, count(*) as n from incidents join changes using (service)
        where started_at between planned_start and planned_end group by service order by service""",
    "places and running sums": """
        select order_id, row_number() over (partition by channel order by ordered_at, order_id) as place,
               rank() over (order by amount_minor) as r, dense_rank() over (order by amount_minor desc) as dr,
               ntile(4) over (order by ordered_at, order_id) as quarter,
               lag(amount_minor) over (order by ordered_at, order_id) as before,
               lead(amount_minor, 2, 0) over (order by ordered_at, order_id) as after,
               first_value(segment) over (partition by channel order by ordered_at, order_id) as first,
               last_value(order_id) over (partition by channel order by ordered_at, order_id
                   rows between unbounded preceding and unbounded following) as last,
               sum(amount_minor) over (order by ordered_at, order_id rows between 3 preceding and current row) as four,
               avg(amount_minor) over (order by ordered_at, order_id rows between 2 preceding and 2 following)
                   as around,
               sum(amount_minor) over (order by ordered_at range between interval '1' hour preceding and current row)
                   as hour
        from orders order by order_id""",
    "gaps and islands": """
        with marked as (
            select ordered_at, order_id,
                   case when ordered_at - lag(ordered_at) over (order by ordered_at, order_id) <= interval '10' minute
                        then 0 else 1 end as starts
            from orders
        ), numbered as (
            select ordered_at, sum(starts) over (order by ordered_at, order_id
                       rows between unbounded preceding and current row) as island
            from marked
        )
        select island, min(ordered_at) as first, max(ordered_at) as last, count(*) as n
        from numbered group by island order by island nulls last""",
    "first touch": """
        select customer_key, channel, ordered_at
        from (select customer_key, channel, ordered_at,
                     row_number() over (partition by customer_key order by ordered_at, order_id) as place
              from orders where customer_key is not null) as touches
        where place = 1 order by customer_key nulls last""",
    "a series of hours": """
        with recursive hours as (
            select date_trunc('hour', :start) as at_hour
            union all
            select at_hour + interval '1' hour from hours where at_hour < :end
        )
        select h.at_hour, count(o.order_id) as n
        from hours h left join orders o on o.ordered_at >= h.at_hour and o.ordered_at < h.at_hour + interval '1' hour
        group by h.at_hour order by h.at_hour nulls last""",
    "totals": """
        select segment, channel, grouping(segment) as all_segments, grouping(channel) as all_channels, count(*) as n
        from orders group by rollup (segment, channel)
        order by all_segments nulls last, segment nulls last, all_channels nulls last, channel nulls last""",
    "totals of every kind": """
        select segment, channel, grouping(segment) as gs, grouping(channel) as gc, count(*) as n
        from orders group by cube (segment, channel)
        order by gs nulls last, segment nulls last, gc nulls last, channel nulls last""",
    "chosen totals": """
        select segment, channel, grouping(segment) as gs, grouping(channel) as gc, count(*) as n
        from orders group by grouping sets ((segment), (channel), ())
        order by gs nulls last, gc nulls last, segment nulls last, channel nulls last""",
    "sets": """
        select service from incidents where not planned
        union select service from changes where kind = 'emergency' or outcome is null
        except select 's1' intersect select service from availability""",
    "with and without": """
        select i.incident_id from incidents i
        where exists (select 1 from changes c where c.service = i.service and c.planned_start < i.started_at)
          and not exists (select 1 from calendar e where i.started_at >= e.starts_at and i.started_at < e.ends_at)
          and i.severity in (select severity from incidents where planned = false)
        order by i.incident_id""",
    "a small table of one's own": """
        select v.kind, v.weight, count(c.change_id) as n
        from (values ('standard', 1), ('normal', 3), ('unheard of', null)) as v(kind, weight)
        left join changes c on c.kind = v.kind
        group by v.kind, v.weight order by v.kind nulls last""",
    "before and after, here and there": """
        select segment = 'DE' as treated, ordered_at >= :start as after, count(*) as n, avg(amount_minor) as mean
        from orders where segment is not null and ordered_at <= :end
        group by segment = 'DE', ordered_at >= :start
        order by treated nulls last, after nulls last""",
    "big integers": "select 9007199254740993 as odd, sum(amount_minor) + 9007199254740993 as more from ledger",
    "a quoted name": 'select "at", max(total) as t from availability group by "at" order by "at"',
}
