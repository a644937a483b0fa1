with owner_changes as (
    select * from {{ ref('stg_reference__owner_changes') }}
),

sentences as (
    select * from {{ ref('int_owner_change_sentences') }}
),

final as (
    select
        owner_changes.entry_number as change_number,
        owner_changes.measure_id,
        owner_changes.role,
        sentences.change_type,
        owner_changes.old_post_id,
        sentences.old_post_title,
        owner_changes.new_post_id,
        sentences.new_post_title,
        owner_changes.author_post_id,
        owner_changes.approver_post_id,
        owner_changes.reason,
        owner_changes.decision_reference,
        sentences.explanation,
        '{{ seed_file("owner_changes") }}' as source_file,
        owner_changes.entry_number + 1 as source_row,
        owner_changes.effective_from_date,
        owner_changes.recorded_at
    from owner_changes
    inner join sentences
        on owner_changes.entry_number = sentences.entry_number
)

select * from final
