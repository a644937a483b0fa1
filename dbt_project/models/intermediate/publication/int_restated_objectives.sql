{%- set standings = [
    ('', 'is_at_risk', 'published_text'), ('current_', 'is_at_risk_now', 'current_text'),
] -%}

with objectives as (
    select * from {{ ref('int_published_objectives') }}
    where is_restated
),

final as (
    select
        publication_id,
        'objective' as part,
        objective_id as item_id,
        cast(null as {{ dbt.type_string() }}) as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        objective_id,
        cast(null as {{ dbt.type_string() }}) as exception_rule_id,
        period_id,
        {% for prefix, risk, text in standings -%}
        coalesce({{ prefix }}rag_status, 'none')
        || coalesce(' at ' || {{ format_fraction(prefix ~ 'attainment') }}, '')
        || ' (' || cast(coalesce({{ prefix }}green_count, 0) as varchar) || ' green, '
        || cast(coalesce({{ prefix }}amber_count, 0) as varchar) || ' amber, '
        || cast(coalesce({{ prefix }}red_count, 0) as varchar) || ' red, '
        || cast(coalesce({{ prefix }}none_count, 0) as varchar) || ' without)'
        || case when {{ risk }} then ', at risk' else '' end as {{ text }},
        {% endfor -%}
        case
            when is_other_rule then 'The rule of the objective was changed'
            else 'Figures it is made of changed since'
        end as own_reason,
        cast(null as timestamp) as evidence_known_at,
        is_material,
        published_on_date
    from objectives
)

select * from final
