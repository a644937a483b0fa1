with changes as (
    select * from {{ ref('stg_reference__definition_changes') }}
),

final as (
    select
        definition_change_id,
        measure_id,
        author_post_id,
        approver_post_id,
        field,
        old_text,
        new_text,
        reason,
        effective_from_date,
        recorded_at
    from changes
)

select * from final
