with protected_observations as (
    select * from {{ ref('int_protected_observations') }}
),

parts as (
    {% for part in ['numerator', 'denominator'] -%}
    select
        *,
        '{{ part }}' as part,
        {{ part }}_kind as kind,
        {{ part }} as exact_value
    from protected_observations
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}
),

-- Bed days, or the one that a count is divided by, are no number of people. Nor is
-- anything below zero.
counts as (
    select * from parts
    where kind in ('count', 'mean') and exact_value >= 0
),

rounded as (
    select
        *,
        case
            when is_exempt then exact_value
            else {{ small_number('exact_value', 'threshold', 'shown_as', 'base') }}
        end as shown_value
    from counts
),

-- What anybody may know of the number behind the one that is shown.
bounded as (
    select
        *,
        case
            when is_exempt then exact_value
            else {{ least_behind('shown_value', 'kind', 'shown_as', 'base') }}
        end as lower_value,
        case
            when is_exempt then exact_value
            else {{ greatest_behind(
                'shown_value', 'kind', 'threshold', 'shown_as', 'base'
            ) }}
        end as upper_value
    from rounded
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        part,
        period_end_date,
        table_place,
        exact_value,
        cast(shown_value as {{ type_decimal() }}) as shown_value,
        cast(lower_value as {{ type_decimal() }}) as lower_value,
        cast(upper_value as {{ type_decimal() }}) as upper_value,
        cast(upper_value - lower_value as {{ type_decimal() }}) as width,
        threshold + base as few
    from bounded
)

select * from final
