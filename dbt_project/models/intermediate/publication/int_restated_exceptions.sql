with published as (
    select * from {{ ref('int_published_exceptions') }}
    where is_restated
),

unpublished as (
    select * from {{ ref('int_unpublished_exceptions') }}
),

-- Both ways: raised and not met any more, and met now and not raised.
exceptions as (
    select
        publication_id,
        measure_id,
        organisation_unit_id,
        exception_rule_id,
        period_id,
        'raised' as published_text,
        'not raised' as current_text,
        'Its criterion is not met by what is known now' as own_reason,
        published_on_date
    from published
    union all
    select
        publication_id,
        measure_id,
        organisation_unit_id,
        exception_rule_id,
        period_id,
        'not raised' as published_text,
        case when is_waived then 'raised, and waived' else 'raised' end
            as current_text,
        'Its criterion is met by what is known now' as own_reason,
        published_on_date
    from unpublished
),

final as (
    select
        publication_id,
        'exception' as part,
        exception_rule_id || '.' || measure_id || '.' || organisation_unit_id || '.'
        || period_id as item_id,
        measure_id,
        organisation_unit_id,
        cast(null as {{ dbt.type_string() }}) as objective_id,
        exception_rule_id,
        period_id,
        published_text,
        current_text,
        own_reason,
        cast(null as timestamp) as evidence_known_at,
        true as is_material,
        published_on_date
    from exceptions
)

select * from final
