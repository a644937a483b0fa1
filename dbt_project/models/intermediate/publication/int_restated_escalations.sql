with published as (
    select * from {{ ref('int_published_escalations') }}
    where is_restated
),

unpublished as (
    select * from {{ ref('int_unpublished_escalations') }}
),

-- Both ways: a step that stood otherwise on the day, and one that nobody was shown.
escalations as (
    select
        publication_id,
        escalation_id,
        measure_id,
        objective_id,
        period_id,
        escalation_status as published_text,
        coalesce(restated_status, 'not raised') as current_text,
        case
            when restated_status is null then 'What raised it has changed since'
            when is_done_before
                then 'It had been done, which became known after the publication'
            when is_ended_before
                then 'It had ended, which became known after the publication'
            else 'Its dates differ by what is known now'
        end as own_reason,
        case when is_done_before then evidence_known_at end as evidence_known_at,
        published_on_date
    from published
    union all
    select
        publication_id,
        escalation_id,
        measure_id,
        objective_id,
        period_id,
        'not raised' as published_text,
        restated_status as current_text,
        'What raises it became known after the publication' as own_reason,
        evidence_known_at,
        published_on_date
    from unpublished
),

final as (
    select
        publication_id,
        'escalation' as part,
        escalation_id as item_id,
        measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        objective_id,
        cast(null as {{ dbt.type_string() }}) as exception_rule_id,
        period_id,
        published_text,
        current_text,
        own_reason,
        evidence_known_at,
        true as is_material,
        published_on_date
    from escalations
)

select * from final
