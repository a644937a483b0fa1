with owner_changes as (
    select * from {{ ref('stg_reference__owner_changes') }}
),

measures as (
    select
        measure_id,
        name
    from {{ ref('stg_reference__measures') }}
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

months as (
    select
        date_day,
        month_name
    from {{ ref('int_dates') }}
    where calendar = 'calendar'
),

final as (
    select
        owner_changes.entry_number,
        case
            when owner_changes.old_post_id is null then 'added'
            when owner_changes.new_post_id is null then 'ended'
            else 'handed_over'
        end as change_type,
        old_posts.title as old_post_title,
        new_posts.title as new_post_title,
        measures.name || ': as ' || owner_changes.role || ' '
        || case
            when owner_changes.old_post_id is null
                then new_posts.title || ' is added'
            when owner_changes.new_post_id is null
                then old_posts.title || ' leaves and nobody follows'
            else new_posts.title || ' takes over from ' || old_posts.title
        end
        || ' on '
        || {{ long_date('owner_changes.effective_from_date', 'effective.month_name') }}
        || '; recorded on '
        || {{ long_date(
            'cast(owner_changes.recorded_at as date)', 'recorded.month_name'
        ) }}
        || {{ by_whom('authors.title', 'approvers.title') }}
        || '. ' || rtrim(owner_changes.reason, '.') || '.' as explanation
    from owner_changes
    inner join measures
        on owner_changes.measure_id = measures.measure_id
    inner join months as effective
        on owner_changes.effective_from_date = effective.date_day
    inner join months as recorded
        on cast(owner_changes.recorded_at as date) = recorded.date_day
    left join posts as old_posts
        on owner_changes.old_post_id = old_posts.post_id
    left join posts as new_posts
        on owner_changes.new_post_id = new_posts.post_id
    left join posts as authors
        on owner_changes.author_post_id = authors.post_id
    left join posts as approvers
        on owner_changes.approver_post_id = approvers.post_id
)

select * from final
