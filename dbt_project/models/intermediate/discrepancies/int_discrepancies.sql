with known as (
    select * from {{ ref('stg_reference__known_discrepancies') }}
),

worked_out as (
    select * from {{ ref('int_discrepancies_worked_out') }}
),

-- What can be worked out is a discrepancy as long as the figures say so. Without the
-- figures nobody can tell, and that is said.
final as (
    select
        known.discrepancy_id,
        known.scorecard_id,
        known.measure_id,
        known.as_printed,
        case
            when known.check_id is null then known.explanation
            when worked_out.discrepancy_id is null
                then
                    'It cannot be worked out yet: the figures it speaks of are not'
                    || ' loaded.'
            else worked_out.explanation
        end as explanation,
        known.source_reference
    from known
    left join worked_out
        on known.discrepancy_id = worked_out.discrepancy_id
    where
        known.check_id is null
        or worked_out.discrepancy_id is null
        or worked_out.is_found
)

select * from final
