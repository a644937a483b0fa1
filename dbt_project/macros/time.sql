{#- Moments and days read from text. What a source writes in another way is null here, and the
    model that asked decides whether that is a fault. Arithmetic on days is not here. -#}

{#- 'YYYY-MM-DD HH:MM:SS', which ServiceNow writes in UTC; null for anything else. -#}
{% macro parse_utc_timestamp(text) -%}
    {{- adapter.dispatch('parse_utc_timestamp', 'vital_signs')(text) -}}
{%- endmacro %}

{% macro default__parse_utc_timestamp(text) -%}
    to_timestamp({{ text }}, 'yyyy-MM-dd HH:mm:ss')
{%- endmacro %}

{% macro duckdb__parse_utc_timestamp(text) -%}
    try_strptime({{ text }}, '%Y-%m-%d %H:%M:%S')
{%- endmacro %}

{#- Whole seconds since 1970, as monitoring counts them, as UTC; null for anything else. -#}
{% macro parse_unix_timestamp(text) -%}
    {{- adapter.dispatch('parse_unix_timestamp', 'vital_signs')(text) -}}
{%- endmacro %}

{% macro default__parse_unix_timestamp(text) -%}
    timestamp_seconds(try_cast({{ text }} as bigint))
{%- endmacro %}

{% macro duckdb__parse_unix_timestamp(text) -%}
    make_timestamp(try_cast({{ text }} as bigint) * 1000000)
{%- endmacro %}

{#- A moment of our own making (ISO 8601, with or without an offset), as UTC. -#}
{% macro parse_iso_timestamp(text) -%}
    {{- adapter.dispatch('parse_iso_timestamp', 'vital_signs')(text) -}}
{%- endmacro %}

{% macro default__parse_iso_timestamp(text) -%}
    cast({{ text }} as timestamp)
{%- endmacro %}

{% macro duckdb__parse_iso_timestamp(text) -%}
    try_cast({{ text }} as timestamp)
{%- endmacro %}

{#- 'YYYY-MM-DD'; null for anything else. -#}
{% macro parse_date(text) -%}
    {{- adapter.dispatch('parse_date', 'vital_signs')(text) -}}
{%- endmacro %}

{% macro default__parse_date(text) -%}
    to_date({{ text }}, 'yyyy-MM-dd')
{%- endmacro %}

{% macro duckdb__parse_date(text) -%}
    cast(try_strptime({{ text }}, '%Y-%m-%d') as date)
{%- endmacro %}

{#- The day in London on which a UTC moment fell: 23:30 UTC on 30 June is 1 July there. The zone
    is named here because a cast would follow the session's. -#}
{% macro local_date(utc_timestamp) -%}
    {{- adapter.dispatch('local_date', 'vital_signs')(utc_timestamp) -}}
{%- endmacro %}

{% macro default__local_date(utc_timestamp) -%}
    cast(from_utc_timestamp({{ utc_timestamp }}, 'Europe/London') as date)
{%- endmacro %}

{% macro duckdb__local_date(utc_timestamp) -%}
    cast(
        timezone('Europe/London', timezone('UTC', {{ utc_timestamp }})) as date
    )
{%- endmacro %}

{#- A London day and time of day as UTC. Not for the hour in which the clocks change: the one that
    is skipped moves on, of the one that comes twice the later is taken. -#}
{% macro utc_from_local(local_timestamp) -%}
    {{- adapter.dispatch('utc_from_local', 'vital_signs')(local_timestamp) -}}
{%- endmacro %}

{% macro default__utc_from_local(local_timestamp) -%}
    to_utc_timestamp({{ local_timestamp }}, 'Europe/London')
{%- endmacro %}

{% macro duckdb__utc_from_local(local_timestamp) -%}
    timezone('UTC', timezone('Europe/London', {{ local_timestamp }}))
{%- endmacro %}

{#- The midnight after a moment, in the zone the moment is in. -#}
{% macro next_midnight(moment) -%}
    cast({{ add_days("cast(" ~ moment ~ " as date)", 1) }} as timestamp)
{%- endmacro %}

{#- A moment so many whole seconds later. -#}
{% macro seconds_after(moment, seconds) -%}
    {{- adapter.dispatch('seconds_after', 'vital_signs')(moment, seconds) -}}
{%- endmacro %}

{% macro default__seconds_after(moment, seconds) -%}
    timestamp_seconds(unix_timestamp({{ moment }}) + {{ seconds }})
{%- endmacro %}

{% macro duckdb__seconds_after(moment, seconds) -%}
    make_timestamp(epoch_us({{ moment }}) + {{ seconds }} * 1000000)
{%- endmacro %}

{% macro next_second(moment) -%}{{ seconds_after(moment, 1) }}{%- endmacro %}

{#- Whole seconds that really passed between two UTC moments. -#}
{% macro seconds_between(start_timestamp, end_timestamp) -%}
    {{- adapter.dispatch('seconds_between', 'vital_signs')(
        start_timestamp, end_timestamp
    ) -}}
{%- endmacro %}

{% macro default__seconds_between(start_timestamp, end_timestamp) -%}
    (unix_timestamp({{ end_timestamp }}) - unix_timestamp({{ start_timestamp }}))
{%- endmacro %}

{% macro duckdb__seconds_between(start_timestamp, end_timestamp) -%}
    date_diff('second', {{ start_timestamp }}, {{ end_timestamp }})
{%- endmacro %}

{#- A moment so many seconds later. -#}
{% macro add_seconds(timestamp, seconds) -%}
    {{- adapter.dispatch('add_seconds', 'vital_signs')(timestamp, seconds) -}}
{%- endmacro %}

{% macro default__add_seconds(timestamp, seconds) -%}
    timestampadd(second, {{ seconds }}, {{ timestamp }})
{%- endmacro %}

{% macro duckdb__add_seconds(timestamp, seconds) -%}
    {{ timestamp }} + to_seconds({{ seconds }})
{%- endmacro %}

{#- A moment so many hours later; the hours really pass, whatever the clocks do. -#}
{% macro add_hours(timestamp, hours) -%}
    {{ add_seconds(timestamp, '3600 * cast(' ~ hours ~ ' as integer)') }}
{%- endmacro %}
