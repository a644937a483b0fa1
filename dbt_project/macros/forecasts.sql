{#- The straight line through a measure's latest values, from the sums in int_forecast_lines. Days
    are counted from the line's last point; before it they are negative. -#}

{#- Where the line is on a day: one division of whole sums, rounded once. -#}
{% macro line_at(days) -%}
    {{ divide(
        'values_sum * days_spread + climb * (point_count * (' ~ days ~ ') - days_sum)',
        'point_count * days_spread'
    ) }}
{%- endmacro %}

{#- Half the interval for a single new value on that day: the t quantile times the root of
    scatter / (n - 2) * (1 + 1/n + the square of the day's distance from the middle of the points,
    over that of the points themselves). -#}
{% macro interval_at(days) -%}
    {%- set distance = '(point_count * (' ~ days ~ ') - days_sum)' -%}
    {{ root_of_ratio(
        'scatter',
        '((point_count + 1) * days_spread + ' ~ distance ~ ' * ' ~ distance ~ ')'
        ~ ' * (quantile * quantile)',
        '(point_count * days_spread * (point_count - 2))'
    ) }}
{%- endmacro %}

{#- Days from the last point to the first whole day on which the line is at `target`, or past it
    where a promise is strict; null where the line is level. -#}
{% macro days_until(target, is_strict) -%}
    {%- set days = divide(
        'point_count * days_spread * ' ~ target ~ ' - values_sum * days_spread + climb * days_sum',
        'point_count * climb'
    ) -%}
    case when {{ is_strict }} then floor({{ days }}) + 1 else ceil({{ days }}) end
{%- endmacro %}
