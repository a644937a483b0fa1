{#- The arithmetic every figure goes through. Nothing here is specific to one measure. -#}

{#- The one numeric type of the warehouse: 9 decimals, never a float. -#}
{% macro type_decimal() %}decimal(38, 9){% endmacro %}

{#- numerator / denominator, rounded half away from zero to 9 decimals; null on zero or null.
    Whole-number division, because decimal / decimal is a float in DuckDB. Exact while
    |numerator| stays under 10^19. -#}
{% macro divide(numerator, denominator) %}
    {{- adapter.dispatch('divide', 'vital_signs')(numerator, denominator) -}}
{% endmacro %}

{% macro default__divide(numerator, denominator) -%}
    round(
        cast(
            cast({{ numerator }} as decimal(28, 9)) * 1000000000
            / nullif(cast({{ denominator }} as {{ type_decimal() }}), 0)
            as {{ type_decimal() }}
        ) / 1000000000, 9
    )
{%- endmacro %}

{% macro duckdb__divide(numerator, denominator) -%}
    {%- set n = "cast(cast(" ~ numerator ~ " as decimal(38, 9)) * 1000000000 as hugeint)" -%}
    {%- set d = "cast(cast(" ~ denominator ~ " as decimal(38, 9)) * 1000000000 as hugeint)" -%}
    cast(
        cast(
            sign({{ n }}) * sign({{ d }}) * (
                (2 * abs({{ n }}) * 1000000000 + abs({{ d }}))
                // nullif(2 * abs({{ d }}), 0)
            ) as decimal(38, 0)
        ) * cast(0.000000001 as decimal(10, 9)) as {{ type_decimal() }}
    )
{%- endmacro %}

{#- left * right at 9 decimals; through a wider scale, so that nothing is cut before rounding. -#}
{% macro multiply(left, right) -%}
    cast(
        round(
            cast({{ left }} as decimal(28, 9)) * cast({{ right }} as decimal(10, 9)), 9
        ) as {{ type_decimal() }}
    )
{%- endmacro %}

{#- The root of left * right / divisor at 9 decimals. Through floats, whose fifteen digits hold nine
    decimals up to a million: for the width of an interval, never for what a rule compares. -#}
{% macro root_of_ratio(left, right, divisor) %}
    {{- adapter.dispatch('root_of_ratio', 'vital_signs')(left, right, divisor) -}}
{% endmacro %}

{% macro default__root_of_ratio(left, right, divisor) -%}
    cast(
        sqrt(
            cast({{ left }} as double) * cast({{ right }} as double)
            / cast({{ divisor }} as double)
        ) as {{ type_decimal() }}
    )
{%- endmacro %}

{#- factor * numerator / denominator for a factor of at most three decimals, rounded once. -#}
{% macro scaled_ratio(factor, numerator, denominator) -%}
    {{ divide(
        "cast(" ~ factor ~ " * 1000 as integer) * " ~ numerator, "1000 * " ~ denominator
    ) }}
{%- endmacro %}
