with implementations as (
    select * from {{ ref('int_catalogue_implementations') }}
),

measures as (
    select
        measure_id,
        name as measure_name
    from {{ ref('stg_reference__measures') }}
),

discrepancies as (
    select * from {{ ref('int_discrepancies') }}
),

differences as (
    select
        case implementations.implementation_status
            when 'source_not_connected' then 'source_not_connected'
            when 'not_yet_returned' then 'never_returned'
            when 'not_implemented' then 'catalogue_not_implemented'
            when 'not_in_catalogue' then 'implementation_not_in_catalogue'
        end as finding_type,
        implementations.scorecard_id,
        implementations.measure_id,
        case implementations.implementation_status
            when 'source_not_connected'
                then
                    measures.measure_name || ' has no figures yet: its source, '
                    || implementations.source_system_name || ', is not connected.'
            when 'not_yet_returned'
                then
                    'No return has brought a figure for '
                    || measures.measure_name || '.'
            when 'not_implemented'
                then
                    measures.measure_name || ' is to be computed from '
                    || implementations.source_system_name
                    || ', but no model computes it.'
            when 'not_in_catalogue'
                then
                    'A model computes ' || implementations.measure_id
                    || ', which the catalogue does not know.'
        end as explanation
    from implementations
    left join measures
        on implementations.measure_id = measures.measure_id
),

final as (
    select
        finding_type,
        scorecard_id,
        measure_id,
        explanation
    from differences
    where finding_type is not null
    union all
    select
        'known_discrepancy' as finding_type,
        scorecard_id,
        measure_id,
        'Printed: “' || rtrim(as_printed, '.') || '”. ' || explanation as explanation
    from discrepancies
)

select * from final
