{%- set standings = [
    ('', 'is_at_risk', 'published_text'), ('current_', 'is_at_risk_now', 'current_text'),
] -%}

with objectives as (
    select * from {{ ref('int_published_objectives') }}
    where is_restated
),

exceptions as (
    select * from {{ ref('int_published_exceptions') }}
    where is_restated
),

escalations as (
    select * from {{ ref('int_published_escalations') }}
    where is_restated
),

figures as (
    select * from {{ ref('int_part_restatement_figures') }}
),

-- Which part of a pack, which row of it, and what it rests on.
parts as (
    select
        publication_id,
        'objective' as part,
        objective_id as item_id,
        cast(null as {{ dbt.type_string() }}) as measure_id,
        objective_id,
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
    union all
    select
        publication_id,
        'exception' as part,
        exception_rule_id || '.' || measure_id || '.' || organisation_unit_id || '.'
        || period_id as item_id,
        measure_id,
        cast(null as {{ dbt.type_string() }}) as objective_id,
        period_id,
        'raised' as published_text,
        'not raised' as current_text,
        'Its criterion is not met by what is known now' as own_reason,
        cast(null as timestamp) as evidence_known_at,
        true as is_material,
        published_on_date
    from exceptions
    union all
    select
        publication_id,
        'escalation' as part,
        escalation_id as item_id,
        measure_id,
        objective_id,
        period_id,
        escalation_status as published_text,
        coalesce(restated_status, 'not raised') as current_text,
        case
            when restated_status is null then 'What raised it is other now'
            when is_done_before
                then 'It had been done, which became known after the publication'
            when is_ended_before
                then 'It had ended, which became known after the publication'
            else 'Its days are other by what is known now'
        end as own_reason,
        case when is_done_before then evidence_known_at end as evidence_known_at,
        true as is_material,
        published_on_date
    from escalations
),

final as (
    select
        parts.publication_id,
        parts.part,
        parts.item_id,
        parts.measure_id,
        parts.objective_id,
        parts.period_id,
        parts.published_text,
        parts.current_text,
        parts.own_reason
        || coalesce('; other now: ' || figures.measure_names, '') || '.' as reason,
        parts.is_material,
        parts.published_on_date,
        coalesce(parts.evidence_known_at, figures.known_since_at) as known_since_at
    from parts
    -- What somebody did rests on no figure.
    left join figures
        on
            parts.evidence_known_at is null
            and parts.publication_id = figures.publication_id
            and coalesce(parts.measure_id, parts.objective_id) = figures.owner_id
            and case when parts.measure_id is null then 'objective' else 'measure' end
            = figures.owner_type
)

select * from final
