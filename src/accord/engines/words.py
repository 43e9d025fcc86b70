"""The words that SQL may use: those on which DuckDB, PostgreSQL and Spark were seen to agree, row for row.

Everything else is refused by ``accord.engines.linting``; where a word is a known trap, ``INSTEAD`` says what to write.
"""

from __future__ import annotations

AGGREGATES = frozenset(
    "avg bool_and bool_or corr count max min percentile_cont stddev_pop stddev_samp sum var_pop var_samp".split()
)
WINDOWS = frozenset("dense_rank first_value lag last_value lead ntile rank row_number".split())
SCALARS = frozenset(
    "abs cast ceil coalesce date_trunc extract floor greatest grouping key_number least length mod nullif position "
    "replace substring trim".split()
)
FUNCTIONS = AGGREGATES | WINDOWS | SCALARS

STRUCTURE = frozenset(
    "all and as between by case cross cube distinct else except exists filter from group having in intersect join not "
    "on or order over partition recursive rollup select sets then union using values varchar when where with".split()
)
"""Words that may stand before a parenthesis without being a function."""

TRUNCATIONS = frozenset("second minute hour day week month quarter year".split())
PARTS = frozenset("year quarter month week day doy hour minute".split())
STEPS = frozenset("second minute hour day month".split())

NODES = frozenset(
    "Abs Add Alias And Anonymous Avg Between Boolean CTE Case Cast Ceil Coalesce Column Corr Count Cube DPipe DataType "
    "DataTypeParam DateTrunc DenseRank Distinct Div EQ Except Exists Extract Filter FirstValue Floor From GT GTE "
    "Greatest Group Grouping GroupingSets Having Identifier If In Intersect Interval Is Join LT LTE Lag LastValue Lead "
    "Least Length Like Limit Literal LogicalAnd LogicalOr Max Min Mod Mul NEQ Neg Not Ntile Null NullSafeEQ "
    "NullSafeNEQ Nullif Or Order Ordered Paren PercentileCont Placeholder Rank Replace Rollup RowNumber Select Star "
    "StddevPop StddevSamp StrPosition Sub Subquery Substring Sum Table TableAlias Trim Tuple Union "
    "Values Var Variance VariancePop Where Window WindowSpec With WithinGroup".split()
)
"""Kinds of node of SQLGlot's syntax tree that the allowed words make."""

_MATHS = "NumPy, in estimate(): the engines differ at the edges (0, negative, overflow)"
_CLOCK = "take the moment from a parameter, such as :end; a query has no clock"
_ROWS = "return the rows and gather them in estimate()"
_SERIES = "build the series with 'with recursive', a step of interval each time"
_BETWEEN = (
    "subtract the times and take the parts: extract(day from b - a) * 1440 + extract(hour from b - a) * 60 "
    "+ extract(minute from b - a)"
)
_WEEKDAY = "extract(day from date_trunc('day', t) - date_trunc('week', t)), which is 0 on Monday"
_SHARE = "percentile_cont(0.5) within group (order by x)"
_ROUND = "cast(floor(x + 0.5e0) as bigint): halves of a double round differently"
_EXTREME = "row_number() over (partition by ... order by ... nulls last) = 1"
_SHOW = "return the value and format it in Python"
_CASE = "case when ... then ... else ... end"

INSTEAD: dict[str, str] = {
    **dict.fromkeys("cbrt exp ln log log10 log2 pow power sign sin cos sqrt tan".split(), _MATHS),
    **dict.fromkeys("now current_date current_time current_timestamp localtimestamp today".split(), _CLOCK),
    **dict.fromkeys("random rand setseed uuid gen_random_uuid".split(), "draw in estimate(), from its rng"),
    **dict.fromkeys("array_agg collect_list group_concat list listagg string_agg".split(), _ROWS),
    **dict.fromkeys("explode generate_series range sequence unnest".split(), _SERIES),
    **dict.fromkeys("age date_diff datediff date_sub datesub epoch epoch_ms timestampdiff".split(), _BETWEEN),
    **dict.fromkeys("dayofweek dow isodow weekday".split(), _WEEKDAY),
    **dict.fromkeys("any_value arg_max arg_min argmax argmin first last max_by min_by mode".split(), _EXTREME),
    **dict.fromkeys("date_format format strftime strptime to_char to_date to_timestamp".split(), _SHOW),
    **dict.fromkeys("if iff decode".split(), _CASE),
    **dict.fromkeys("ifnull isnull nvl".split(), "coalesce(a, b)"),
    **dict.fromkeys("char_length character_length len".split(), "length(x)"),
    **dict.fromkeys("substr left right".split(), "substring(x, 1, n)"),
    **dict.fromkeys("instr strpos locate".split(), "position(part in whole)"),
    **dict.fromkeys("date_add dateadd date_part datepart".split(), "t + interval '2' hour, extract(hour from t)"),
    **dict.fromkeys("datetrunc time_bucket trunc".split(), "date_trunc('hour', t)"),
    **dict.fromkeys("approx_quantile median percentile_approx percentile_disc quantile quantile_cont".split(), _SHARE),
    **dict.fromkeys("approx_count_distinct approx_distinct".split(), "count(distinct x)"),
    "ceiling": "ceil(x)",
    **dict.fromkeys(
        "crc32 hash md5 sha1 sha256 xxhash64".split(), "key_number(key), to tell which rows belong together"
    ),
    "concat": "a || b (concat skips a missing text on some engines), with coalesce where it may be missing",
    **dict.fromkeys("lcase lower ucase upper".split(), "the text as it is; fold its case in Python (ß, İ, Σ differ)"),
    "count_if": "count(*) filter (where ...)",
    "countif": "count(*) filter (where ...)",
    "every": "bool_and(x)",
    "mean": "avg(x)",
    "round": _ROUND,
    "stddev": "stddev_samp(1e0 * x)",
    "variance": "var_samp(1e0 * x)",
    "try_cast": "cast, of a column that holds nothing else",
}
"""A function that is refused -> what to write."""

NODE_INSTEAD: dict[str, str] = {
    "AtTimeZone": "keep UTC in SQL; local time is made in Python",
    "Bracket": _ROWS,
    "ILike": "like, of text as it is; fold its case in Python (ß, İ, Σ differ)",
    "IntDiv": "cast(floor(1e0 * a / nullif(b, 0)) as bigint)",
    "Lateral": "join a subquery that groups by the key",
    "Offset": "number the rows with row_number() and filter",
    "Qualify": "filter the window in an outer select",
    "TableSample": "filter on a column; a sample is not the same rows twice",
    "TryCast": INSTEAD["try_cast"],
    "Unnest": _SERIES,
    "WindowAlias": "write the window out at each use",
}
"""A construct that is refused -> what to write."""

DOUBLE = "1e0 * x: 'double' and 'double precision' each fail on one engine"
SPELLINGS: dict[str, str] = {
    **dict.fromkeys("double float float4 float8 real".split(), DOUBLE),
    **dict.fromkeys("current_date current_time current_timestamp localtime localtimestamp".split(), _CLOCK),
    "asof": "row_number() over (partition by ... order by t desc nulls last) = 1 over a join on earlier times",
    "qualify": NODE_INSTEAD["Qualify"],
    "offset": NODE_INSTEAD["Offset"],
    "ilike": NODE_INSTEAD["ILike"],
    "%": "mod(a, b)",
    "natural": "the columns of the join, with on or using",
    "fetch": "limit n, after order by",
}
"""A word or sign that is refused wherever it stands -> what to write."""
