{#- Days and periods. Everything here works on calendar dates; times of day are in time.sql. -#}

{#- The last day that is looked at, inclusive. No model reads the clock. -#}
{% macro as_of() %}cast('{{ var("as_of") }}' as date){% endmacro %}

{% macro add_days(date, days) %}
    {{- adapter.dispatch('add_days', 'vital_signs')(date, days) -}}
{% endmacro %}

{% macro default__add_days(date, days) -%}
    cast({{ date }} + {{ days }} as date)
{%- endmacro %}

{#- The same day so many months on; the last of a month where that month is shorter. -#}
{% macro add_months(date, months) -%}
    cast({{ dbt.dateadd('month', '(' ~ months ~ ')', date) }} as date)
{%- endmacro %}

{#- True for what lasts when the day `date` is over: what begins or ends on that day has. An end
    that is null has not come. -#}
{% macro lasts_after(date, start, end) -%}
    ({{ start }} <= {{ date }} and ({{ end }} is null or {{ end }} > {{ date }}))
{%- endmacro %}

{#- Whole days from `start` to `end`. -#}
{% macro days_between(start, end) %}
    {{- adapter.dispatch('days_between', 'vital_signs')(start, end) -}}
{% endmacro %}

{% macro default__days_between(start, end) -%}
    ({{ end }} - {{ start }})
{%- endmacro %}

{#- "31 January 2018", from the names in the calendar seed: `month_name` is a column. -#}
{% macro long_date(date, month_name) -%}
    cast(extract(day from {{ date }}) as varchar) || ' ' || {{ month_name }}
    || ' ' || cast(extract(year from {{ date }}) as varchar)
{%- endmacro %}

{#- A year by its first calendar year: 2025 reads 2025/26 where the year runs into the next. -#}
{% macro year_label(year, runs_into_next) -%}
    cast({{ year }} as varchar) || case
        when {{ runs_into_next }} then '/' || right(cast({{ year }} + 1 as varchar), 2)
        else ''
    end
{%- endmacro %}

{#- The ISO week a day lies in: 2025-W14. -#}
{% macro iso_week(date) -%}
    cast(extract(isoyear from {{ date }}) as varchar)
    || '-W' || right('0' || cast(extract(week from {{ date }}) as varchar), 2)
{%- endmacro %}

{#- True for Saturdays and Sundays. -#}
{% macro is_weekend(date) -%}
    {{- adapter.dispatch('is_weekend', 'vital_signs')(date) -}}
{%- endmacro %}

{% macro default__is_weekend(date) -%}
    (extract(dayofweek_iso from {{ date }}) >= 6)
{%- endmacro %}

{% macro duckdb__is_weekend(date) -%}
    (extract(isodow from {{ date }}) >= 6)
{%- endmacro %}

{#- True once the day `due` is over and it is not done; never where no day was set. -#}
{% macro is_past_due(due, is_done) -%}
    coalesce({{ due }} < {{ as_of() }} and not ({{ is_done }}), false)
{%- endmacro %}
